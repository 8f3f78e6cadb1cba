/** The seam to the disk: the folders of {@code log.dirs}, who owns them, and the small files at their top. */
package dev.paddock.log.io;
