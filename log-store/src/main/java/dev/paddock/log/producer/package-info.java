/** What a partition knows of its producers: their sequences and open transactions, and the files that remember it. */
package dev.paddock.log.producer;
