using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;
using Gatehouse.TestKit.Figures;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>
/// What a token costs that is seen for the first time, next to the bare signature. The goal is 1.2; the limit is generous, because
/// a shared machine must not fail it, and the output says what was measured.
/// </summary>
[Collection(nameof(JoseSpeedTests))]
[CollectionDefinition(nameof(JoseSpeedTests), DisableParallelization = true)]
public sealed class JoseSpeedTests(ITestOutputHelper output)
{
    private const int Rounds = 300;
    private const int Calls = 50;
    private const double SignedLimit = 1.5;
    private const double WholeLimit = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly JwtValidation Rules = new() { Issuers = ["https://issuer.example/realms/main"], Audiences = ["account"] };
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly byte[] Payload =
        """
        {"exp":1800000300,"iat":1800000000,"jti":"b0a9cf4e-61a1-4c5b-9d4b-6b6d9b8e6a51","iss":"https://issuer.example/realms/main","aud":["account","api"],"sub":"4f2a6c1e-0c0e-4c3e-8a8b-0f6a2f7d9c11","typ":"Bearer","azp":"web","sid":"a7d1","acr":"1","realm_access":{"roles":["offline_access","uma_authorization","admin"]},"scope":"openid email profile","email_verified":true,"name":"Jos\u00e9 Example","preferred_username":"jose","email":"jose@example.test"}
        """u8.ToArray();

    [Fact]
    public void Verify_rs256_costs_little_more_than_the_bare_signature()
    {
        var key = TestKeys.For(JoseAlgorithm.RS256);
        byte[] token = Encoding.ASCII.GetBytes(JwsWriter.Write(key.Signing, JoseAlgorithm.RS256, Payload));
        byte[] input = Tokens.SigningInputOf(Encoding.ASCII.GetString(token));
        byte[] signature = Tokens.SignatureOf(Encoding.ASCII.GetString(token));
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key.PublicPem);
        bool Bare() => rsa.VerifyData(input.AsSpan(), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        // Best of interleaved rounds: noise only ever adds, and it adds to both. A busy machine compiles late, hence the patience.
        double bare = double.MaxValue, signed = double.MaxValue, whole = double.MaxValue;
        var watch = Stopwatch.StartNew();
        for (int round = 0; round < Rounds || ((signed > bare * SignedLimit || whole > bare * WholeLimit) && watch.Elapsed < Patience); round++)
        {
            bare = Math.Min(bare, Measure(Bare));
            signed = Math.Min(signed, Measure(() => VerifySignature(token, key.Verifying)));
            whole = Math.Min(whole, Measure(() => VerifyWhole(token, key.Verifying)));
        }

        FigureFile.Add("RS256, parsed and verified, to bare VerifyData", signed / bare, "ratio", bar: 1.2);
        FigureFile.Add("RS256, with claims read and validated, to bare VerifyData", whole / bare, "ratio", bar: 1.2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"bare {bare:F2} µs; parsed and verified {signed:F2} µs, ratio {signed / bare:F3}; with claims validated {whole:F2} µs, ratio {whole / bare:F3}"));
        Assert.True(signed <= bare * SignedLimit, $"{signed / bare} times the bare signature");
        Assert.True(whole <= bare * WholeLimit, $"{whole / bare} times the bare signature");
    }

    [Theory]
    [InlineData(JoseAlgorithm.HS256)]
    [InlineData(JoseAlgorithm.RS256)]
    [InlineData(JoseAlgorithm.PS256)]
    [InlineData(JoseAlgorithm.ES256)]
    [InlineData(JoseAlgorithm.EdDSA)]
    public void Verify_allocates_no_more_than_the_framework(JoseAlgorithm algorithm)
    {
        var key = TestKeys.For(algorithm);
        byte[] bytes = Encoding.ASCII.GetBytes(JwsWriter.Write(key.Signing, algorithm, Payload));
        var token = Tokens.Parse(Encoding.ASCII.GetString(bytes));
        using var rsa = RSA.Create();
        using var ec = ECDsa.Create();
        if (key.Verifying.Type == JoseKeyType.Rsa)
        {
            rsa.ImportFromPem(key.PublicPem);
        }
        else if (key.Verifying.Type == JoseKeyType.EllipticCurve)
        {
            ec.ImportFromPem(key.PublicPem);
        }

        byte[] input = token.SigningInput.ToArray();
        byte[] signature = Tokens.SignatureOf(Encoding.ASCII.GetString(bytes));
        var padding = algorithm == JoseAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        bool Bare() => key.Verifying.Type switch
        {
            JoseKeyType.Rsa => rsa.VerifyData(input.AsSpan(), signature, HashAlgorithmName.SHA256, padding),
            JoseKeyType.EllipticCurve => ec.VerifyData(input.AsSpan(), signature, HashAlgorithmName.SHA256),
            _ => true,
        };

        long bare = Allocated(Bare);
        long verify = Allocated(() => key.Verifying.Verify(token) == JoseError.None);
        long parse = Allocated(() => JwsToken.TryParse(new ReadOnlyMemory<byte>(bytes), JoseLimits.Default, out _, out _));
        long claims = Allocated(() => JwtClaims.TryRead(token, JoseLimits.Default, out _, out _));

        output.WriteLine($"bare {bare} B, verify {verify} B, parse {parse} B, claims {claims} B (payload {Payload.Length} B)");
        // Edwards curves have one handle of OpenSSL's for each signature.
        Assert.True(verify <= bare + (key.Verifying.Type == JoseKeyType.OctetKeyPair ? 64 : 0), $"{verify} B instead of {bare} B");
        Assert.True(parse <= 256, $"{parse} B to parse");
        Assert.True(claims <= Payload.Length + 1200, $"{claims} B for claims");
    }

    [Fact]
    public void TryRead_worst_case_within_the_limits_is_bounded()
    {
        // The most members, the most escapes and the deepest nesting that fit into a token of the largest size.
        string members = $"{{{string.Join(',', Enumerable.Range(0, 1400).Select(i => $"\"{i:x3}\":1"))}}}";
        string escapes = $"{{\"a\":\"{string.Concat(Enumerable.Repeat("\\u00e9", 1900))}\"}}";
        string deep = $"{{\"a\":{string.Concat(Enumerable.Repeat("[", 31))}{string.Concat(Enumerable.Repeat("]", 31))}}}";
        foreach (string payload in new[] { members, escapes, deep })
        {
            var token = Tokens.Parse(Tokens.Unsigned("""{"alg":"HS256"}""", payload));
            double best = double.MaxValue;
            for (int round = 0; round < 20; round++)
            {
                best = Math.Min(best, Measure(() => JwtClaims.TryRead(token, JoseLimits.Default, out _, out _), 10));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{payload.Length} B of claims read in {best:F1} µs"));
            Assert.True(best < 5000, $"{best} µs");
        }
    }

    private static bool VerifySignature(byte[] token, JoseKey key) =>
        JwsToken.TryParse(new ReadOnlyMemory<byte>(token), JoseLimits.Default, out var parsed, out _) && key.Verify(parsed) == JoseError.None;

    private static bool VerifyWhole(byte[] token, JoseKey key) =>
        JwsToken.TryParse(new ReadOnlyMemory<byte>(token), JoseLimits.Default, out var parsed, out _)
        && key.Verify(parsed) == JoseError.None
        && JwtClaims.TryRead(parsed, JoseLimits.Default, out var claims, out _)
        && claims.Validate(Rules, Now) == JoseError.None;

    private static double Measure(Func<bool> step, int calls = Calls)
    {
        bool good = true;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            good &= step();
        }

        double microseconds = Stopwatch.GetElapsedTime(started).TotalMicroseconds / calls;
        Assert.True(good);
        return microseconds;
    }

    private static long Allocated(Func<bool> step)
    {
        Measure(step);
        // The least of many: tiers of compilation and the pool's first arrays are not what is asked.
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(step());
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
