/** The largest catalogue that is accepted, beside the limits of programmes. */

/** Categories above each other. */
export const LEVELS_MAX = 32;
/** Categories, and likewise tags, of one product. */
export const WORDS_MAX = 100;
