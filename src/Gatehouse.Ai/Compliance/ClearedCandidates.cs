using System.Collections;

namespace Gatehouse.Ai.Compliance;

/// <summary>
/// Candidates that may see a request. Made by <see cref="Clearance.Filter"/> alone and only ever narrowed or reordered: whatever
/// selection, retry, fallback and hedging take out of it is allowed. The default value is empty.
/// </summary>
internal readonly struct ClearedCandidates<T> : IReadOnlyList<T>
    where T : class, IDataClassBound
{
    private readonly T[]? _items;

    private ClearedCandidates(T[] items, Clearance clearance) => (_items, Clearance) = (items, clearance);

    /// <summary>The clearance behind it; null for the default value.</summary>
    public Clearance? Clearance { get; }

    public int Count => _items?.Length ?? 0;

    public bool IsEmpty => Count == 0;

    public T this[int index] => (_items ?? [])[index];

    /// <summary>Those for which the condition holds, in their order.</summary>
    public ClearedCandidates<T> Where(Func<T, bool> condition) => Clearance is null ? this : new(Array.FindAll(_items!, item => condition(item)), Clearance);

    /// <summary>In ascending order of a key; equals keep their order.</summary>
    public ClearedCandidates<T> OrderBy<TKey>(Func<T, TKey> key) => Clearance is null ? this : new([.. Enumerable.OrderBy(_items!, key)], Clearance);

    /// <summary>Without one of them.</summary>
    public ClearedCandidates<T> Except(T excluded) => Where(item => !ReferenceEquals(item, excluded));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static ClearedCandidates<T> Of(Clearance clearance, IReadOnlyList<T> candidates)
    {
        var admitted = 0;
        for (var i = 0; i < candidates.Count; i++)
        {
            admitted += clearance.Admits(candidates[i]) ? 1 : 0;
        }

        // Judged again while copying: a list that changes under us yields fewer candidates, never a forbidden one.
        var items = new T[admitted];
        var count = 0;
        for (var i = 0; i < candidates.Count && count < admitted; i++)
        {
            var candidate = candidates[i];
            if (clearance.Admits(candidate))
            {
                items[count++] = candidate;
            }
        }

        return new(count == admitted ? items : items[..count], clearance);
    }
}
