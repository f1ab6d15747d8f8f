/** The name of the chapter that the page at `address` shows. */
export const chapterOf = ({ pathname }) => pathname.split("/").pop().replace(/\.html$/, "");
