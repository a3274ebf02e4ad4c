using System.Buffers;
using System.Numerics;

namespace Gatehouse.Protocols.Jose.Json;

/// <summary>Finds a name that an object has twice, in time proportional to its members.</summary>
internal static class MemberNames
{
    // Below this, comparing each with each is cheaper than hashing.
    private const int Few = 8;
    private const int StackSlots = 256;

    public static bool HasDuplicate(ReadOnlySpan<byte> text, ReadOnlySpan<JsonNode> nodes, int container)
    {
        int members = 0;
        for (int i = container + 1; i < nodes.Length; i = nodes[i].Next)
        {
            members++;
        }

        return members <= Few ? HasDuplicateAmongFew(text, nodes, container) : HasDuplicateAmongMany(text, nodes, container, members);
    }

    private static bool HasDuplicateAmongFew(ReadOnlySpan<byte> text, ReadOnlySpan<JsonNode> nodes, int container)
    {
        for (int i = container + 1; i < nodes.Length; i = nodes[i].Next)
        {
            for (int j = nodes[i].Next; j < nodes.Length; j = nodes[j].Next)
            {
                if (SameName(text, nodes[i], nodes[j]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasDuplicateAmongMany(ReadOnlySpan<byte> text, ReadOnlySpan<JsonNode> nodes, int container, int members)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)members * 2);
        int[]? rented = size > StackSlots ? ArrayPool<int>.Shared.Rent(size) : null;
        Span<int> slots = rented is null ? stackalloc int[StackSlots] : rented;
        slots = slots[..size];
        slots.Clear();
        bool found = false;
        for (int i = container + 1; i < nodes.Length && !found; i = nodes[i].Next)
        {
            // HashCode is seeded anew in every process: names cannot be chosen so that they collide.
            var hash = default(HashCode);
            hash.AddBytes(text.Slice(nodes[i].NameStart, nodes[i].NameLength));
            int slot = hash.ToHashCode() & (size - 1);
            while (slots[slot] != 0 && !found)
            {
                found = SameName(text, nodes[slots[slot]], nodes[i]);
                slot = (slot + 1) & (size - 1);
            }

            // Node 0 is the root, which is no member: 0 means free.
            slots[slot] = i;
        }

        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return found;
    }

    private static bool SameName(ReadOnlySpan<byte> text, in JsonNode one, in JsonNode other) =>
        one.NameLength == other.NameLength
        && text.Slice(one.NameStart, one.NameLength).SequenceEqual(text.Slice(other.NameStart, other.NameLength));
}
