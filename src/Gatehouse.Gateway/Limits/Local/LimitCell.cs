using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Limits.Local;

/// <summary>A counter: 64 bytes. Everything but the key and the version is changed without a lock.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct LimitCell
{
    public const int Bytes = 64;

    /// <summary>Times that a sliding window keeps in the cell itself.</summary>
    public const int InlineTimes = 3;

    /// <summary>Low half of the key, the rule's salt mixed in.</summary>
    public ulong KeyLow;

    /// <summary>High half.</summary>
    public ulong KeyHigh;

    /// <summary>0 = never used; odd = being given to another key; changes whenever that happens.</summary>
    public int Version;

    /// <summary><see cref="LimitRule.Tag"/> of the rule.</summary>
    public int Tag;

    /// <summary>What the algorithm knows, changed by compare and swap only. 0 = nothing was taken yet.</summary>
    public long State;

    /// <summary>When the state comes to nothing, so that giving the cell away loses nothing. Advice: written behind the state.</summary>
    public long Expiry;

    /// <summary>First of <see cref="InlineTimes"/> times.</summary>
    public long Time0;

    /// <summary>Second of them.</summary>
    public long Time1;

    /// <summary>Third of them.</summary>
    public long Time2;
}
