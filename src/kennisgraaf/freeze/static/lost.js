// An address of a thing (/id/x/y) leads to its page (/doc/x/y) also where the host cannot redirect.
const match = /^(.*)\/id\/([^/]+(?:\/[^/]+)?)\/?$/.exec(location.pathname);
if (match) location.replace(`${match[1]}/doc/${match[2]}/index.html${location.hash}`);
