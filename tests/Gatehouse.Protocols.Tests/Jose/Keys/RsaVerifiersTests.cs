using System.Security.Cryptography;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Keys;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose.Keys;

/// <summary>What is set up once must answer as what the framework sets up for each signature, whatever came before.</summary>
public sealed class RsaVerifiersTests
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();

    private static readonly JoseAlgorithm[] Algorithms =
        [JoseAlgorithm.RS256, JoseAlgorithm.RS384, JoseAlgorithm.RS512, JoseAlgorithm.PS256, JoseAlgorithm.PS384, JoseAlgorithm.PS512];

    [Theory]
    [InlineData(JoseAlgorithm.RS256, "SHA256")]
    [InlineData(JoseAlgorithm.RS384, "SHA384")]
    [InlineData(JoseAlgorithm.RS512, "SHA512")]
    [InlineData(JoseAlgorithm.PS256, "SHA256")]
    [InlineData(JoseAlgorithm.PS384, "SHA384")]
    [InlineData(JoseAlgorithm.PS512, "SHA512")]
    public void Signature_is_judged_the_same_each_time(JoseAlgorithm algorithm, string hash)
    {
        using var rsa = RSA.Create(2048);
        var verifiers = RsaVerifiers.TryCreate(rsa);
        Assert.NotNull(verifiers);
        byte[] signature = rsa.SignData(
            Data, new HashAlgorithmName(hash), RsaVerifiers.IsPss(algorithm) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        byte[] changed = [.. signature];
        changed[100] ^= 1;

        for (int i = 0; i < 3; i++)
        {
            Assert.True(verifiers.Verify(algorithm, Data, signature));
            Assert.False(verifiers.Verify(algorithm, Data, changed));
            Assert.False(verifiers.Verify(algorithm, Data, signature.AsSpan(1)));
            Assert.False(verifiers.Verify(algorithm, "something else"u8, signature));
            foreach (var other in Algorithms.Where(a => a != algorithm))
            {
                Assert.False(verifiers.Verify(other, Data, signature));
            }
        }
    }
}
