using System.Runtime.CompilerServices;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// The addresses an exchange has tried already. Lives in the exchange; the first eight cost no allocation, more are rare
/// (service.retries above 7 and that many failures).
/// </summary>
internal struct TriedSet
{
    private Inline _first;
    private List<UpstreamAddress>? _more;

    /// <summary>Number of addresses in the set.</summary>
    public int Count { get; private set; }

    public void Add(UpstreamAddress address)
    {
        if (Count < Inline.Length)
        {
            _first[Count] = address;
        }
        else
        {
            (_more ??= []).Add(address);
        }

        Count++;
    }

    public readonly bool Contains(UpstreamAddress address)
    {
        int inline = Math.Min(Count, Inline.Length);
        for (int i = 0; i < inline; i++)
        {
            if (ReferenceEquals(_first[i], address))
            {
                return true;
            }
        }

        return Count > Inline.Length && _more!.Contains(address);
    }

    /// <summary>Forgets everything, so that nothing is kept alive between exchanges.</summary>
    public void Clear()
    {
        if (Count > 0)
        {
            _first = default;
            _more?.Clear();
            Count = 0;
        }
    }

    [InlineArray(Length)]
    private struct Inline
    {
        public const int Length = 8;

        private UpstreamAddress? _item;
    }
}
