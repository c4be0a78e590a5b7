/** Style sheets, which the bundle puts into a file of their own. */
declare module '*.css';
