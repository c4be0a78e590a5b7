/** Bad input of the user: its message is a whole sentence, and the command ends with exit code 2. */
export class UsageError extends Error {}
