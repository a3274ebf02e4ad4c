using System.Security.Cryptography;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// Request ids for one loop: 32 lower-case hexadecimal digits from the system's random source, drawn in blocks because one
/// call per request would cost more than the rest of the head.
/// </summary>
internal sealed class RequestIdSource
{
    /// <summary>Length of an id in bytes of text.</summary>
    public const int Length = 32;

    private readonly byte[] _block = new byte[4096];
    private int _position = 4096;

    /// <summary>Writes the next id into <paramref name="destination"/> (32 bytes).</summary>
    public void Next(Span<byte> destination)
    {
        if (_position == _block.Length)
        {
            RandomNumberGenerator.Fill(_block);
            _position = 0;
        }

        Convert.TryToHexStringLower(_block.AsSpan(_position, Length / 2), destination, out _);
        _position += Length / 2;
    }
}
