using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Kong's deterministic ids: UUID version 5 (RFC 9562 §5.5) in a namespace per kind of entity, which is itself version 5 in
/// Kong's root namespace. The same file gives the same ids on every node and after every restart.
/// </summary>
internal sealed class EntityIds
{
    private static readonly Guid Root = new("fd02801f-0957-4a15-a55a-c8d9606f30b5");

    private readonly Dictionary<string, Guid> _namespaces = new(StringComparer.Ordinal);

    public string Derive(string kind, string key)
    {
        if (!_namespaces.TryGetValue(kind, out var space))
        {
            _namespaces[kind] = space = Version5(Root, kind);
        }

        return Version5(space, key).ToString("D");
    }

    internal static Guid Version5(Guid space, string name)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        Span<byte> input = length <= 240 ? stackalloc byte[16 + length] : new byte[16 + length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];

        // Version 5 is defined over SHA-1; nothing here relies on it for security.
#pragma warning disable CA5350
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
