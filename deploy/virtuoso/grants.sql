-- The accounts of kennisgraaf in Virtuoso. Put your own passwords in, then:
--   isql-vt 127.0.0.1:1111 dba dba VERBOSE=OFF < grants.sql
-- and change the password of dba, which is known to everybody:  set password dba 'another';
DB.DBA.USER_CREATE ('kennisgraaf_publisher', 'publisher');
GRANT SPARQL_SELECT TO "kennisgraaf_publisher";
GRANT SPARQL_UPDATE TO "kennisgraaf_publisher";
DB.DBA.USER_CREATE ('kennisgraaf_reader', 'reader');
GRANT SPARQL_SELECT TO "kennisgraaf_reader";
-- Nobody may change anything without a password, on any graph: 1 is reading.
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 1);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('kennisgraaf_reader', 1);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('kennisgraaf_publisher', 3);
