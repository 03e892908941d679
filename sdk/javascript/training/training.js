// placeholder
export const done = true;
