/** A broker made of a script, for tests of everything that sends requests. */
package dev.paddock.client.testing;
