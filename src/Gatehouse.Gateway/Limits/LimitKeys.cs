using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Limits;

/// <summary>
/// Makes keys of counters out of identities: SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input
/// PRF", with the reference code's double-length variant). Keyed, so that nobody outside can find identities that share a counter.
/// </summary>
internal sealed class LimitKeys
{
    private readonly ulong _k0;
    private readonly ulong _k1;

    /// <param name="key">16 bytes.</param>
    public LimitKeys(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, 16);
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
    }

    /// <summary>Keys of this process alone.</summary>
    public static LimitKeys Random() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>Keys that all nodes make alike which have the same words, for a store that they share.</summary>
    public static LimitKeys Shared(string words) => new(SHA256.HashData(Encoding.UTF8.GetBytes("gatehouse limit keys\n" + words)).AsSpan(0, 16));

    /// <summary>The key of an identity.</summary>
    public UInt128 Of(ReadOnlySpan<byte> identity)
    {
        var state = new SipState(_k0, _k1);
        int length = identity.Length;
        while (identity.Length >= 8)
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(identity));
            identity = identity[8..];
        }

        ulong last = (ulong)length << 56;
        for (int i = 0; i < identity.Length; i++)
        {
            last |= (ulong)identity[i] << (8 * i);
        }

        state.Absorb(last);
        return state.Finish();
    }

    private struct SipState
    {
        private ulong _v0, _v1, _v2, _v3;

        public SipState(ulong k0, ulong k1)
        {
            _v0 = k0 ^ 0x736f6d6570736575;
            _v1 = k1 ^ 0x646f72616e646f6d ^ 0xee;
            _v2 = k0 ^ 0x6c7967656e657261;
            _v3 = k1 ^ 0x7465646279746573;
        }

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public UInt128 Finish()
        {
            _v2 ^= 0xee;
            ulong low = Squeeze();
            _v1 ^= 0xdd;
            return new UInt128(Squeeze(), low);
        }

        private ulong Squeeze()
        {
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
