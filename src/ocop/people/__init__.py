"""Con người và thẩm quyền: accounts, offices, mandates, sign-in.

Who acts: an administrator appoints; everyone signs in. A role is a mandate: a person, an office,
a place, from a day to a day. Access decorators for every page of the portal live here.
It never decides what a role may do with a chapter's objects: that chapter's `access` does.
"""
