"""Instances: class table, property rules, tree, signals; rules live here, storage in the VM."""
