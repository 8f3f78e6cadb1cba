/** Who is the controller: the election, as a pure machine and the shell around it. */
package dev.paddock.coordinator.controller;
