using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>Well-formed tokens whose signature is not what it should be: confusion, forgery, malleability.</summary>
public sealed class SignatureAttackTests
{
    // Order of P-256 (SEC 2 §2.4.2).
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);

    public static TheoryData<JoseAlgorithm> Algorithms => [.. TestKeys.Algorithms];

    [Theory]
    [InlineData(JoseAlgorithm.RS256)]
    [InlineData(JoseAlgorithm.PS512)]
    [InlineData(JoseAlgorithm.ES256)]
    [InlineData(JoseAlgorithm.EdDSA)]
    public void Verify_hmac_under_the_public_key_is_refused(JoseAlgorithm algorithm)
    {
        // CVE-2015-9235, CVE-2026-39999: the public key as everybody has it, in every spelling, taken as a secret.
        var victim = TestKeys.For(algorithm);
        string pem = victim.PublicPem!;
        byte[][] secrets = [Utf8(pem), Utf8(pem + "\n"), Utf8(pem.ReplaceLineEndings("")), Utf8(victim.PublicJwk), Convert.FromBase64String(string.Concat(pem.Split('\n')[1..^1]))];
        foreach (byte[] secret in secrets)
        {
            var attacker = TestKeys.Secret(secret, new JoseKeyPolicy { MinimumSecretBytes = 1 });
            foreach (var hmac in (JoseAlgorithm[])[JoseAlgorithm.HS256, JoseAlgorithm.HS384, JoseAlgorithm.HS512])
            {
                Assert.Equal(JoseError.AlgorithmNotAllowed, Tokens.Check(Tokens.Signed(attacker, hmac), victim.Verifying));
            }
        }
    }

    [Theory]
    [InlineData(JoseAlgorithm.RS256, JoseAlgorithm.PS256)]
    [InlineData(JoseAlgorithm.PS256, JoseAlgorithm.RS256)]
    [InlineData(JoseAlgorithm.RS256, JoseAlgorithm.RS512)]
    public void Verify_key_bound_to_one_algorithm_refuses_its_relatives(JoseAlgorithm bound, JoseAlgorithm other)
    {
        var signing = TestKeys.For(bound).Signing;
        var narrow = TestKeys.Jwk(TestKeys.RsaJwk(TestKeys.Rsa.ExportParameters(false), $",\"alg\":\"{bound}\""), JoseKeyPolicy.Default);

        Assert.Equal(JoseError.None, Tokens.Check(Tokens.Signed(signing, bound), narrow));
        Assert.Equal(JoseError.AlgorithmNotAllowed, Tokens.Check(Tokens.Signed(signing, other), narrow));
        Assert.False(narrow.VerifyData(other, [], new byte[256]));
    }

    [Theory]
    [InlineData(JoseAlgorithm.RS256, JoseAlgorithm.PS256)]
    [InlineData(JoseAlgorithm.PS256, JoseAlgorithm.RS256)]
    [InlineData(JoseAlgorithm.RS256, JoseAlgorithm.RS384)]
    [InlineData(JoseAlgorithm.PS256, JoseAlgorithm.PS384)]
    [InlineData(JoseAlgorithm.HS512, JoseAlgorithm.HS256)]
    public void Verify_header_that_names_another_algorithm_than_was_used_is_refused(JoseAlgorithm used, JoseAlgorithm named) =>
        Assert.Equal(JoseError.SignatureInvalid, Tokens.Check(Tokens.Signed(TestKeys.For(used).Signing, used, $$"""{"alg":"{{named}}"}"""), TestKeys.For(used).Verifying));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_changed_signature_is_refused(JoseAlgorithm algorithm)
    {
        var key = TestKeys.For(algorithm);
        string token = Tokens.Signed(key.Signing, algorithm);
        byte[] good = Tokens.SignatureOf(token);
        var bad = new Dictionary<string, byte[]>
        {
            ["zeros"] = new byte[good.Length],
            ["ones"] = [.. Enumerable.Repeat((byte)0xFF, good.Length)],
            ["one byte"] = [0],
            ["last byte gone"] = good[..^1],
            ["first byte gone"] = good[1..],
            ["half"] = good[..(good.Length / 2)],
            ["zero appended"] = [.. good, 0],
            ["zero in front"] = [0, .. good],
            ["twice"] = [.. good, .. good],
            ["longest"] = new byte[JoseKey.MaximumSignatureBytes],
            ["longer than longest"] = new byte[JoseKey.MaximumSignatureBytes + 1],
            ["first bit"] = [(byte)(good[0] ^ 0x80), .. good[1..]],
            ["last bit"] = [.. good[..^1], (byte)(good[^1] ^ 1)],
            ["reversed"] = [.. good.Reverse()],
        };

        Assert.All(bad, b => Assert.True(Tokens.Check(Tokens.WithSignature(token, b.Value), key.Verifying) == JoseError.SignatureInvalid, b.Key));
        Assert.Equal(JoseError.None, Tokens.Check(token, key.Verifying));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_changed_content_is_refused(JoseAlgorithm algorithm)
    {
        var key = TestKeys.For(algorithm);
        string token = Tokens.Signed(key.Signing, algorithm);
        string[] parts = token.Split('.');
        string[] changed =
        [
            $"{parts[0]}.{Tokens.Encode("""{"iss":"eve"}""")}.{parts[2]}",
            $"{Tokens.Encode($$"""{"alg":"{{algorithm}}"}""")}.{parts[1]}.{parts[2]}",
            $"{Tokens.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT" }""")}.{parts[1]}.{parts[2]}",
        ];

        Assert.All(changed, t => Assert.Equal(JoseError.SignatureInvalid, Tokens.Check(t, key.Verifying)));
    }

    [Fact]
    public void Verify_ecdsa_forgeries_are_refused()
    {
        var key = TestKeys.For(JoseAlgorithm.ES256);
        string token = Tokens.Signed(key.Signing, JoseAlgorithm.ES256);
        byte[] good = Tokens.SignatureOf(token);
        byte[] r = good[..32];
        byte[] s = good[32..];
        byte[] zero = new byte[32];
        byte[] one = [.. new byte[31], 1];
        byte[] order = Bytes(Order);
        using var ec = ECDsa.Create();
        ec.ImportFromPem(key.PrivatePem);
        byte[] der = ec.SignData(Tokens.SigningInputOf(token), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var bad = new Dictionary<string, byte[]>
        {
            ["CVE-2022-21449: r = s = 0"] = [.. zero, .. zero],
            ["r = 0"] = [.. zero, .. s],
            ["s = 0"] = [.. r, .. zero],
            ["r = s = 1"] = [.. one, .. one],
            ["r = s = n"] = [.. order, .. order],
            ["r = 0, s = n"] = [.. zero, .. order],
            ["r = n, s = 0"] = [.. order, .. zero],
            ["s = n"] = [.. r, .. order],
            ["r = n + 1"] = [.. Bytes(Order + 1), .. s],
            ["s and r"] = [.. s, .. r],
            ["r and r"] = [.. r, .. r],
            ["-r"] = [.. Bytes(Order - Number(r)), .. s],
            ["DER"] = der,
            ["zeros in front of both"] = [0, .. r, 0, .. s],
        };

        Assert.All(bad, b => Assert.True(Tokens.Check(Tokens.WithSignature(token, b.Value), key.Verifying) == JoseError.SignatureInvalid, b.Key));
    }

    [Fact]
    public void Verify_ecdsa_with_negated_s_is_accepted_as_the_rfc_has_it()
    {
        var key = TestKeys.For(JoseAlgorithm.ES256);
        string token = Tokens.Signed(key.Signing, JoseAlgorithm.ES256);
        byte[] good = Tokens.SignatureOf(token);

        string twin = Tokens.WithSignature(token, [.. good[..32], .. Bytes(Order - Number(good[32..]))]);

        Assert.NotEqual(token, twin);
        Assert.Equal(JoseError.None, Tokens.Check(twin, key.Verifying));
    }

    [Theory]
    [InlineData("3031300d060960864801650304020105000420", true, "well padded")]
    [InlineData("302f300b0609608648016503040201" + "0420", false, "no NULL parameter")]
    [InlineData("3031300d060960864801650304020205000420", false, "named SHA-384")]
    [InlineData("3031300d060960864801650304020105010420", false, "long NULL")]
    [InlineData("308131300d060960864801650304020105000420", false, "length in the long form")]
    [InlineData("3031300d0609608648016503040201050004", false, "no length of the hash")]
    [InlineData("", false, "bare hash")]
    public void Verify_pkcs1_digest_info_of_another_form_is_refused(string digestInfo, bool expected, string why)
    {
        string token = Tokens.Signed(TestKeys.For(JoseAlgorithm.RS256).Signing, JoseAlgorithm.RS256);
        byte[] hash = SHA256.HashData(Tokens.SigningInputOf(token));

        byte[] forged = RawRsa(Padded([0, 1], [.. Convert.FromHexString(digestInfo), .. hash], []));

        Assert.True(expected == (Tokens.Check(Tokens.WithSignature(token, forged), TestKeys.For(JoseAlgorithm.RS256).Verifying) == JoseError.None), why);
    }

    [Theory]
    [InlineData("0002", "", "encryption block")]
    [InlineData("0000", "", "block of zeros")]
    [InlineData("0101", "", "first byte not zero")]
    [InlineData("0001", "00", "garbage behind (Bleichenbacher 2006)")]
    [InlineData("0001", "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef", "more garbage behind")]
    public void Verify_pkcs1_padding_of_another_form_is_refused(string start, string garbage, string why)
    {
        string token = Tokens.Signed(TestKeys.For(JoseAlgorithm.RS256).Signing, JoseAlgorithm.RS256);
        byte[] info = [.. Convert.FromHexString("3031300d060960864801650304020105000420"), .. SHA256.HashData(Tokens.SigningInputOf(token))];

        byte[] forged = RawRsa(Padded(Convert.FromHexString(start), info, Convert.FromHexString(garbage)));

        Assert.True(Tokens.Check(Tokens.WithSignature(token, forged), TestKeys.For(JoseAlgorithm.RS256).Verifying) == JoseError.SignatureInvalid, why);
    }

    [Theory]
    [InlineData(32, 0xBC, JoseError.None)]
    [InlineData(0, 0xBC, JoseError.SignatureInvalid)]
    [InlineData(20, 0xBC, JoseError.SignatureInvalid)]
    [InlineData(48, 0xBC, JoseError.SignatureInvalid)]
    [InlineData(222, 0xBC, JoseError.SignatureInvalid)]
    [InlineData(32, 0xCC, JoseError.SignatureInvalid)]
    public void Verify_pss_takes_the_salt_length_of_the_hash_only(int saltLength, byte trailer, JoseError expected)
    {
        string token = Tokens.Signed(TestKeys.For(JoseAlgorithm.PS256).Signing, JoseAlgorithm.PS256);
        byte[] salt = RandomNumberGenerator.GetBytes(saltLength);
        byte[] hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(Tokens.SigningInputOf(token)), .. salt]);

        // EMSA-PSS (RFC 8017 §9.1.1): masked (zeros, 1, salt), hash, trailer; the first bit is cleared.
        byte[] block = [.. new byte[256 - saltLength - 34], 1, .. salt];
        for (int i = 0; i < block.Length; i++)
        {
            block[i] ^= SHA256.HashData([.. hash, 0, 0, 0, (byte)(i / 32)])[i % 32];
        }

        block[0] &= 0x7F;
        byte[] forged = RawRsa([.. block, .. hash, trailer]);

        Assert.Equal(expected, Tokens.Check(Tokens.WithSignature(token, forged), TestKeys.For(JoseAlgorithm.PS256).Verifying));
    }

    [Fact]
    public void Verify_rsa_signature_plus_modulus_is_refused()
    {
        // s + n leaves the same remainder: one signature, two spellings, if its size were not looked at.
        string token = Tokens.Signed(TestKeys.For(JoseAlgorithm.RS256).Signing, JoseAlgorithm.RS256);
        var sum = Number(Tokens.SignatureOf(token)) + Number(TestKeys.Rsa.ExportParameters(false).Modulus!);

        byte[] bytes = sum.ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.Equal(JoseError.SignatureInvalid, Tokens.Check(Tokens.WithSignature(token, bytes), TestKeys.For(JoseAlgorithm.RS256).Verifying));
    }

    [Fact]
    public void Verify_ed25519_with_s_plus_order_is_refused()
    {
        // RFC 8032 §5.1.7: s must be below the order; otherwise each signature has a twin.
        var order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
        byte[] signature = Tokens.SignatureOf(RfcVectors.EdToken);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        byte[] twin = [.. signature[..32], .. s.ToByteArray(isUnsigned: true).Concat(new byte[32]).Take(32)];

        Assert.Equal(JoseError.SignatureInvalid, Tokens.Check(Tokens.WithSignature(RfcVectors.EdToken, twin), TestKeys.Jwk(RfcVectors.EdKey)));
    }

    [Fact]
    public void Verify_randomly_changed_tokens_never_succeeds_and_never_throws()
    {
        var random = new Random(20261125);
        foreach (var algorithm in TestKeys.Algorithms)
        {
            var key = TestKeys.For(algorithm);
            string token = Tokens.Signed(key.Signing, algorithm);
            for (int i = 0; i < 300; i++)
            {
                byte[] bytes = Utf8(token);
                int at = random.Next(bytes.Length);
                bytes = random.Next(4) switch
                {
                    0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                    1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                    2 => bytes[..at],
                    _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                };
                bool same = bytes.AsSpan().SequenceEqual(Utf8(token));
                bool accepted = JwsToken.TryParse(bytes, JoseLimits.Default, out var parsed, out _) && key.Verifying.Verify(parsed) == JoseError.None;
                Assert.True(accepted == same, $"{algorithm}: {Encoding.Latin1.GetString(bytes)}");
            }
        }
    }

    private static byte[] Padded(byte[] start, byte[] content, byte[] garbage) =>
        [.. start, .. Enumerable.Repeat((byte)0xFF, 256 - start.Length - 1 - content.Length - garbage.Length), 0, .. content, .. garbage];

    private static byte[] RawRsa(byte[] block)
    {
        var parameters = TestKeys.Rsa.ExportParameters(true);
        var result = BigInteger.ModPow(Number(block), Number(parameters.D!), Number(parameters.Modulus!));
        byte[] bytes = result.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - bytes.Length], .. bytes];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
