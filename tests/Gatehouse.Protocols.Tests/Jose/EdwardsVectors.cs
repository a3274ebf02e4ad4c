namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>Key pairs made for these tests with <c>openssl genpkey</c>: the framework cannot make any.</summary>
internal static class EdwardsVectors
{
    public static TestKey Ed25519 { get; } = new(
        """{"kty":"OKP","crv":"Ed25519","x":"XsjEYBUPNrjJYrfaQLH3a_q9kOa296fK-lGw3GLRznw","d":"M0QGGS6Who1mZgkLarOsmGtINduIU8oKK283uFHUj9A"}""",
        """{"kty":"OKP","crv":"Ed25519","x":"XsjEYBUPNrjJYrfaQLH3a_q9kOa296fK-lGw3GLRznw"}""",
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIDNEBhkuloaNZmYJC2qzrJhrSDXbiFPKCitvN7hR1I/Q
        -----END PRIVATE KEY-----
        """,
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAXsjEYBUPNrjJYrfaQLH3a/q9kOa296fK+lGw3GLRznw=
        -----END PUBLIC KEY-----
        """);

    public static TestKey Ed448 { get; } = new(
        """{"kty":"OKP","crv":"Ed448","x":"Fl2eB9kgTtjhVCAKdk25c8NdxwMFRJlCkPgQWLUDm472XNQhIA4WO5EABgatZA6XHH-xh2rKb0IA","d":"DPxknJZ5TOfI6u6zihb4aiyjlcfio55gAHmDxW-DTdjw0bY72jRti3mcBmwV7T33-cgoQftrZq4q"}""",
        """{"kty":"OKP","crv":"Ed448","x":"Fl2eB9kgTtjhVCAKdk25c8NdxwMFRJlCkPgQWLUDm472XNQhIA4WO5EABgatZA6XHH-xh2rKb0IA"}""",
        """
        -----BEGIN PRIVATE KEY-----
        MEcCAQAwBQYDK2VxBDsEOQz8ZJyWeUznyOrus4oW+Goso5XH4qOeYAB5g8Vvg03Y
        8NG2O9o0bYt5nAZsFe099/nIKEH7a2auKg==
        -----END PRIVATE KEY-----
        """,
        """
        -----BEGIN PUBLIC KEY-----
        MEMwBQYDK2VxAzoAFl2eB9kgTtjhVCAKdk25c8NdxwMFRJlCkPgQWLUDm472XNQh
        IA4WO5EABgatZA6XHH+xh2rKb0IA
        -----END PUBLIC KEY-----
        """);

    /// <summary>A certificate of the Ed25519 key, signed by itself.</summary>
    public const string Ed25519Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBNDCB56ADAgECAhRuEv+vEK5UHlvx0incwu7bT4URkzAFBgMrZXAwDzENMAsG
        A1UEAwwEdGVzdDAgFw0yNjExMjUxMzE4NThaGA8yMTI2MTEwMTEzMTg1OFowDzEN
        MAsGA1UEAwwEdGVzdDAqMAUGAytlcAMhAF7IxGAVDza4yWK32kCx92v6vZDmtven
        yvpRsNxi0c58o1MwUTAdBgNVHQ4EFgQUdWPVaYp6WTKe62JVZlnvkNifZxIwHwYD
        VR0jBBgwFoAUdWPVaYp6WTKe62JVZlnvkNifZxIwDwYDVR0TAQH/BAUwAwEB/zAF
        BgMrZXADQQC3G4I+cz2u0CWnSMMFJG+z0ylHiEnW+wd00FJSKM6o44QYWcNqcBWS
        5crCGDygUQTra+lH38VNTHuKSGck0IwD
        -----END CERTIFICATE-----
        """;
}
