using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gatehouse.Core.Secrets;

/// <summary>
/// 32 bytes that stand for a secret: its SHA-256, or an HMAC-SHA-256 or a SipHash under a key of this process. Comparing takes the same
/// time whatever differs. A value without allocation, so that a hundred thousand fit into one array.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SecretDigest : IEquatable<SecretDigest>
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>What a text must be for <see cref="TryParse"/>.</summary>
    public const string Expected = "expected 'sha256:' and 64 hexadecimal digits";

    private const string Prefix = "sha256:";

    // Random per process: what is derived under it is worthless outside.
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(Size);

    private static readonly byte[] LocalKey = RandomNumberGenerator.GetBytes(SipHash.KeyBytes);

    // Setting up a hash costs a quarter of hashing a key.
    [ThreadStatic]
    private static IncrementalHash? _hash;

    private readonly ulong _first, _second, _third, _fourth;

    private SecretDigest(ReadOnlySpan<byte> bytes)
        => (_first, _second, _third, _fourth) = (Part(bytes), Part(bytes[8..]), Part(bytes[16..]), Part(bytes[24..]));

    private SecretDigest(ulong first, ulong second, ulong third) => (_first, _second, _third) = (first, second, third);

    /// <summary>Where to look for it in a table: all three hashes spread evenly, so any bits will do.</summary>
    public uint Bucket => (uint)_first;

    /// <summary>SHA-256 of a secret of high entropy (a key, a token).</summary>
    public static SecretDigest Of(ReadOnlySpan<byte> secret)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var hash = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(secret);
        hash.GetHashAndReset(bytes);
        return new SecretDigest(bytes);
    }

    /// <summary>HMAC-SHA-256 of a secret of any entropy (a password) under a key that only this process has.</summary>
    public static SecretDigest Keyed(ReadOnlySpan<byte> secret)
    {
        Span<byte> bytes = stackalloc byte[Size];
        HMACSHA256.HashData(ProcessKey, secret, bytes);
        return new SecretDigest(bytes);
    }

    /// <summary>
    /// SipHash of a secret of high entropy under a key that only this process has, and its length: for what was found valid and is
    /// looked up again by each request, at a third of the price of <see cref="Of"/>. 128 bits that nobody outside ever sees: whoever
    /// tries texts against n digests hits one with a chance of n in 2^128 each time. Must not leave the process.
    /// </summary>
    public static SecretDigest Local(ReadOnlySpan<byte> secret)
    {
        var (first, second) = SipHash.Compute(LocalKey, secret);
        return new SecretDigest(first, second, (ulong)secret.Length);
    }

    /// <summary>Reads <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SecretDigest digest)
    {
        digest = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length != Prefix.Length + (2 * Size)
            || Convert.FromHexString(text.AsSpan(Prefix.Length), bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        digest = new SecretDigest(bytes);
        return true;
    }

    /// <summary>Copies the bytes out.</summary>
    public void CopyTo(Span<byte> destination) => Bytes(in this).CopyTo(destination);

    /// <summary>In constant time: four words, no branch between them. FixedTimeEquals goes byte by byte and costs as much as hashing.</summary>
    public bool Equals(SecretDigest other)
        => ((_first ^ other._first) | (_second ^ other._second) | (_third ^ other._third) | (_fourth ^ other._fourth)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SecretDigest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Bucket;

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Prefix + Convert.ToHexStringLower(Bytes(in this));

    public static bool operator ==(SecretDigest left, SecretDigest right) => left.Equals(right);

    public static bool operator !=(SecretDigest left, SecretDigest right) => !left.Equals(right);

    private static ReadOnlySpan<byte> Bytes(in SecretDigest digest)
        => MemoryMarshal.AsBytes(new ReadOnlySpan<SecretDigest>(in digest));

    private static ulong Part(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<ulong>(bytes);
}
