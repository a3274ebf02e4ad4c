using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose.Keys;

public sealed class PemTests
{
    private static readonly string Public = EdwardsVectors.Ed25519.PublicPem!;

    public static TheoryData<string, string, JoseError> Bad => new()
    {
        { "nothing", "", JoseError.KeyMalformed },
        { "no PEM", "MCowBQYDK2VwAyEAXsjEYBUPNrjJYrfaQLH3a/q9kOa296fK+lGw3GLRznw=", JoseError.KeyMalformed },
        { "no end", Public[..^10], JoseError.KeyMalformed },
        { "no content", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", JoseError.KeyMalformed },
        { "not DER", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", JoseError.KeyMalformed },
        { "two keys", Public + "\n" + EdwardsVectors.Ed448.PublicPem, JoseError.KeyMalformed },
        { "unknown label", Public.Replace("PUBLIC KEY", "EC PUBLIC KEY", StringComparison.Ordinal), JoseError.KeyMalformed },
        { "label of another form", Public.Replace("PUBLIC KEY", "RSA PUBLIC KEY", StringComparison.Ordinal), JoseError.KeyMalformed },
        { "certificate that is none", Public.Replace("PUBLIC KEY", "CERTIFICATE", StringComparison.Ordinal), JoseError.KeyMalformed },
        { "parameters only", "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----", JoseError.KeyMalformed },
        { "encrypted key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----", JoseError.KeyMalformed },
        { "too long", Public + new string(' ', 70_000), JoseError.KeyMalformed },
        {
            "X25519",
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAgPb6BCFnmUaJGvNarjvlehNUH1vufBQHQjcNrwUiwgw=\n-----END PUBLIC KEY-----",
            JoseError.KeyTypeUnknown
        },
        {
            "secp256k1",
            """
            -----BEGIN PUBLIC KEY-----
            MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE4yMrhGFME2e+84bCO47f0sP3+wKeeY/A
            JeWjRfEN7ZApkjTJLb95n3o3qXJFUdP7EWOPyJcnKO8eusNle6PSrg==
            -----END PUBLIC KEY-----
            """,
            JoseError.KeyCurveUnknown
        },
        {
            "P-256 spelled out (CVE-2020-0601)",
            """
            -----BEGIN PUBLIC KEY-----
            MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
            AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
            ///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
            NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
            RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
            //////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABOGTHttTxCGRV2l2uMTcHjyD
            FYL8B/9FlJTGeHhJrE5uq5RD7Bh1VwAV9LvqG91djJQNzQaoyTzqbp8qpWZVVAE=
            -----END PUBLIC KEY-----
            """,
            JoseError.KeyCurveUnknown
        },
        {
            "named curve that nobody knows",
            """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAW8DQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
            6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
            -----END PUBLIC KEY-----
            """,
            JoseError.KeyCurveUnknown
        },
        {
            "point of small order",
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END PUBLIC KEY-----",
            JoseError.KeyPointInvalid
        },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void TryReadPem_bad_key_is_refused(string what, string pem, JoseError expected)
    {
        Assert.False(JoseKey.TryReadPem(pem, JoseKeyPolicy.Default, out var key, out var error));
        Assert.True(expected == error, $"{what}: {error}");
        Assert.Null(key);
    }

    [Fact]
    public void TryReadPem_text_around_and_curve_parameters_in_front_do_not_matter()
    {
        const string Key = """
            Bag Attributes: none
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIHYhhhBYZMFYp/j6cXcYEioeyRpwNjF/4dIM9r+Eoa/FoAoGCCqGSM49
            AwEHoUQDQgAEJSN2Twd2UQhbFfVH66rObwp8zndBRe/+z+IoBiWjBxHjoRlmjYW5
            i0jHFlCdrcCuwDb1Z6fxm5JpjFrWU1DSCA==
            -----END EC PRIVATE KEY-----

            """;

        Assert.True(TestKeys.Pem(Key).CanSign);
        Assert.Equal(TestKeys.Pem(Key).Thumbprint(), TestKeys.Pem(Key.ReplaceLineEndings("\r\n"), JoseKeyPolicy.Default).Thumbprint());
    }

    [Fact]
    public void TryReadPem_gives_the_key_its_id()
    {
        Assert.True(JoseKey.TryReadPem(Public, JoseKeyPolicy.Default, out var key, out _, "k1"));
        Assert.Equal("k1", key.KeyId);
        Assert.True(key.HasKeyId("k1"u8));
        Assert.False(key.HasKeyId("k"u8));
        Assert.False(TestKeys.Pem(Public).HasKeyId(""u8));
    }
}
