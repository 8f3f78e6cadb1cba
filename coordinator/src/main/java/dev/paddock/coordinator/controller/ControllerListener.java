package dev.paddock.coordinator.controller;

/** Is told, on the election's thread and in turn, when this broker becomes the controller and when it ceases to be. */
public interface ControllerListener {
    void elected(ControllerTenure tenure);

    /** Must stop all that the tenure has under way; another broker may be elected already. */
    void resigned(ControllerTenure tenure, String reason);
}
