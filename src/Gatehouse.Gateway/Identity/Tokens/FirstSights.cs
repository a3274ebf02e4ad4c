using System.Numerics;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// Remembers which tokens came once of late, four bytes for each. Takes no lock: what is lost to a race or to a neighbour is a first
/// sight once more, which costs a verification and nothing else.
/// </summary>
internal sealed class FirstSights(int capacity)
{
    private readonly int _capacity = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
    private uint[]? _marks;

    /// <summary>Whether the mark was noted before; otherwise it is now.</summary>
    public bool IsRepeated(uint mark)
    {
        var marks = Volatile.Read(ref _marks) ?? Make();
        ref uint noted = ref marks[mark & (uint)(marks.Length - 1)];
        if (Volatile.Read(ref noted) == mark)
        {
            return true;
        }

        Volatile.Write(ref noted, mark);
        return false;
    }

    private uint[] Make()
    {
        uint[] made = new uint[_capacity];
        return Interlocked.CompareExchange(ref _marks, made, null) ?? made;
    }
}
