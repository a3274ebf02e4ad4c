using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Bench.Origins;

/// <summary>Signed tokens of one issuer, as a file with one in each line, and the key that verifies them.</summary>
internal sealed record BenchTokens(string PublicKey, string PublicKeyFile, string TokensFile, string First)
{
    /// <summary>Name of the issuer, in the claim <c>iss</c>.</summary>
    public const string Issuer = "bench";

    /// <summary>Tokens for one second of load: more than any peer verifies on one core.</summary>
    public const int PerSecond = 40_000;

    /// <summary>Number of tokens.</summary>
    public required int Count { get; init; }

    /// <summary>Signs that many tokens, each different and all of the same length.</summary>
    public static async Task<BenchTokens> CreateAsync(string folder, int count, TimeProvider clock, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        using var key = RSA.Create(2048);
        var tokens = new string[count];
        var privateKey = key.ExportPkcs8PrivateKey();
        var expires = clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds();
        Parallel.For(
            0,
            tokens.Length,
            new ParallelOptions { CancellationToken = cancel },
            () =>
            {
                var own = RSA.Create();
                own.ImportPkcs8PrivateKey(privateKey, out _);
                return own;
            },
            (i, _, own) =>
            {
                tokens[i] = Sign(own, i, expires);
                return own;
            },
            own => own.Dispose());
        var made = new BenchTokens(
            key.ExportSubjectPublicKeyInfoPem(), Path.Combine(folder, "token-key.pem"), Path.Combine(folder, "tokens.txt"), tokens[0])
        {
            Count = count,
        };
        await File.WriteAllTextAsync(made.PublicKeyFile, made.PublicKey + "\n", cancel);
        await File.WriteAllLinesAsync(made.TokensFile, tokens, cancel);
        return made;
    }

    private static string Sign(RSA key, int number, long expires)
    {
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"iss":"{{Issuer}}","sub":"client-{{number:D7}}","exp":{{expires}}}""");
        var text = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
