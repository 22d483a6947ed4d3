"""A simulated piece of land seen from space: terrain, water, parcels, towns, spectra, sensor.

Everything is plain numpy and follows from a seed. Arrays are [rows, cols] in pixels of 10 m,
float32 unless said otherwise.
"""
