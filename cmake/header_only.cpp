// Gives a module without sources something to archive.
