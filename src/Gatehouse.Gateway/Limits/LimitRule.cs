using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Limits;

/// <summary>A compiled limit. Immutable; two rules of the same <see cref="Id"/> count together, whichever snapshot they are of.</summary>
internal sealed class LimitRule
{
    /// <summary>
    /// Greatest limit, burst and cost in units: 2^39 − 1. A second window holds 24 bits of its ordinal and 40 of the count in one word;
    /// half of the count is room for what is charged after the response.
    /// </summary>
    public const long MaxUnits = (1L << 39) - 1;

    /// <summary>Greatest <see cref="Depth"/>: 73 years.</summary>
    public const long MaxDepth = 1L << 61;

    /// <summary>Most groups of a sliding window's log: 2 KiB.</summary>
    public const int MaxGroups = 256;

    /// <param name="scope">
    /// Who shares the counters, equal on all nodes and over reloads: plugin name and the ids of route, service, consumer and group that
    /// the instance is bound to. At most a few hundred characters.
    /// </param>
    /// <param name="name">Name of the limit, unique in its scope; shown in headers, metrics and live counters.</param>
    /// <param name="algorithm">How it counts.</param>
    /// <param name="limit">Units per window (or at a time), 1 to <see cref="MaxUnits"/>.</param>
    /// <param name="window">The window; of no use to <see cref="LimitAlgorithm.Concurrency"/>.</param>
    /// <param name="burst">Units at once of a token bucket, 1 to <see cref="MaxUnits"/>; 0 = <paramref name="limit"/>.</param>
    public LimitRule(string scope, string name, LimitAlgorithm algorithm, long limit, LimitWindow window, long burst = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxUnits);
        ArgumentOutOfRangeException.ThrowIfNegative(burst);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, MaxUnits);
        Name = name;
        Algorithm = algorithm;
        Limit = limit;
        Window = window;
        Burst = algorithm == LimitAlgorithm.TokenBucket ? burst == 0 ? limit : burst : 0;
        Interval = algorithm == LimitAlgorithm.TokenBucket ? Math.Max(1, (window.Nanoseconds + limit - 1) / limit) : 0;
        Depth = (long)Int128.Min((Int128)Burst * Interval, MaxDepth);
        GroupSize = (limit + MaxGroups - 1) / MaxGroups;
        Groups = (int)(limit / GroupSize);
        Id = IdOf(scope);
        ScopeTag = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(scope)));
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(Id));
        Salt = BinaryPrimitives.ReadUInt128LittleEndian(digest);
        Tag = BinaryPrimitives.ReadInt32LittleEndian(digest.AsSpan(16));
    }

    /// <summary>
    /// Identity of the counters: scope, name and shape. A rule whose algorithm or window changes starts with new counters, and so does a
    /// sliding window whose limit changes (its log is cut to the limit); of the others a new limit applies to what was counted.
    /// </summary>
    public string Id { get; }

    /// <summary>Name of the limit: <c>minute</c>, <c>default</c>.</summary>
    public string Name { get; }

    /// <summary>How it counts.</summary>
    public LimitAlgorithm Algorithm { get; }

    /// <summary>Units per window, or at a time.</summary>
    public long Limit { get; }

    /// <summary>The window.</summary>
    public LimitWindow Window { get; }

    /// <summary>Units at once of a token bucket; 0 of others.</summary>
    public long Burst { get; }

    /// <summary>Nanoseconds in which a token bucket regains a unit, rounded up: never more than the rate, less by 1 ns per unit at most.</summary>
    public long Interval { get; }

    /// <summary>Nanoseconds in which an empty token bucket is full.</summary>
    public long Depth { get; }

    /// <summary>
    /// Units of a group in the log of a sliding window. A group leaves the window with its newest unit. Up to a limit of 256 it is one
    /// unit, which makes the log exact; beyond, a key gets less than its limit by 0.4 % at most, never more.
    /// </summary>
    public long GroupSize { get; }

    /// <summary>Groups in the log of a sliding window: as many as there are units for in <see cref="Limit"/>.</summary>
    public int Groups { get; }

    /// <summary>First 128 bits of SHA-256 over <see cref="Id"/>: mixed into keys, so that one key has a counter per rule.</summary>
    public UInt128 Salt { get; }

    /// <summary>Further bits of that digest: tells whose counter a cell is.</summary>
    public int Tag { get; }

    /// <summary>Bits of a digest of the scope: what is decided together in a store of several servers lives on the same one.</summary>
    public uint ScopeTag { get; }

    /// <summary>Nanoseconds in which a token bucket regains a cost, at most <see cref="MaxDepth"/>.</summary>
    public long SpanOf(long cost) => cost == 1 ? Interval : (long)Int128.Min((Int128)cost * Interval, MaxDepth);

    private string IdOf(string scope)
    {
        string shape = Algorithm switch
        {
            LimitAlgorithm.FixedWindow => "fixed",
            LimitAlgorithm.SlidingWindow => $"sliding/{Limit}",
            LimitAlgorithm.TokenBucket => "bucket",
            _ => "concurrency",
        };
        return Algorithm == LimitAlgorithm.Concurrency
            ? $"{scope}:{Name}:{shape}"
            : $"{scope}:{Name}:{shape}:{Window.Kind}/{Window.Nanoseconds / LimitWindow.Second}";
    }
}
