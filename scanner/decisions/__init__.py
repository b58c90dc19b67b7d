"""What a user decides or a supplier declares, laid over what the scanner finds.

A *declaration* (origin, price, composition, 'does not contain') is evidence and changes figures. A
*waiver* states how a finding is handled; it changes no verdict and no figure, it annotates and takes
the finding out of --fail-on. Both say who, why and until when; both are shown wherever they act.
"""
