/** What `hearsay bench` does when nothing is said. Source: ours. */

export const RUNS_DEFAULT = 10;
export const RUNS_MAX_DEFAULT = 200;
export const RANDOM_SEED_DEFAULT = 'bench';
export const FOLDER_DEFAULT = 'results';
