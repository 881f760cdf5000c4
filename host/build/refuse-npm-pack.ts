/** `prepack` of every package here: npm alone would leave the way to the sources in, and they are not packed. */
process.stderr.write('\nPack with “npm run packages” in the root of the workspace.\n\n');
process.exitCode = 1;
