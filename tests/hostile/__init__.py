"""Inputs of our own making that mean harm, each run through the whole command."""
