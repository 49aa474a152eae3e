"""What we use of sqlcipher3: the DB-API of the standard library's sqlite3, over an enciphered file."""

from sqlcipher3.dbapi2 import *
from sqlcipher3 import dbapi2 as dbapi2
