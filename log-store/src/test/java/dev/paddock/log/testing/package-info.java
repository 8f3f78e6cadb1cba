/** What tests of the log share. */
package dev.paddock.log.testing;
