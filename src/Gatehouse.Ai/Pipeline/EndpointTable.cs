using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gatehouse.Ai.Surfaces;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Finds the endpoint of a request: the template that takes most of the path's end. Compiled with the plugin.</summary>
internal sealed class EndpointTable
{
    private readonly Entry[] _entries;

    public EndpointTable(IEnumerable<Surface> surfaces)
        => _entries = [.. surfaces.SelectMany(s => s.Endpoints).Select(e => new Entry(e)).OrderByDescending(e => e.Segments.Length).ThenByDescending(e => e.Literals)];

    /// <summary>
    /// The endpoints of a path whatever their method, best first. <paramref name="path"/> is the normalised path; <paramref name="next"/> is 0 to begin with and
    /// goes on where it was; <paramref name="values"/> gets what stands in the places.
    /// </summary>
    public bool TryNext(ReadOnlySpan<byte> path, ref int next, [NotNullWhen(true)] out Endpoint? endpoint, out IReadOnlyList<string> values)
    {
        while (next < _entries.Length)
        {
            var entry = _entries[next++];
            if (entry.IsEndOf(path))
            {
                endpoint = entry.Endpoint;
                values = entry.HasPlaces ? entry.ValuesIn(path) : [];
                return true;
            }
        }

        (endpoint, values) = (null, []);
        return false;
    }

    /// <summary>
    /// The dialect whose endpoints begin like a path that none of them has: <c>/api/pull</c> is Ollama's. Null when the path is like nothing.
    /// </summary>
    public Surface? Nearest(string path)
    {
        string[] segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var nearest = _entries.OrderByDescending(e => e.Begun(segments)).FirstOrDefault();
        return nearest?.Begun(segments) > 0 ? nearest.Endpoint.Surface : null;
    }

    private sealed class Entry(Endpoint endpoint)
    {
        // The bytes of each segment; null = a place.
        private readonly byte[]?[] _literals =
            [.. endpoint.Template.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(s => s[0] == '{' ? null : Encoding.UTF8.GetBytes(s))];

        public Endpoint Endpoint { get; } = endpoint;

        public string[] Segments { get; } = endpoint.Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

        public int Literals => Segments.Count(s => s[0] != '{');

        public bool HasPlaces { get; } = endpoint.Template.Contains('{', StringComparison.Ordinal);

        /// <summary>Most segments of the template's beginning that follow each other in the path.</summary>
        public int Begun(string[] path)
        {
            int most = 0;
            for (int offset = 0; offset < path.Length; offset++)
            {
                int count = 0;
                while (count < Segments.Length && offset + count < path.Length
                    && (Segments[count][0] == '{' || string.Equals(Segments[count], path[offset + count], StringComparison.Ordinal)))
                {
                    count++;
                }

                most = Math.Max(most, count);
            }

            return most;
        }

        public bool IsEndOf(ReadOnlySpan<byte> path)
        {
            for (int i = Segments.Length - 1; i >= 0; i--)
            {
                var last = TakeLast(ref path);
                if (last.IsEmpty || (_literals[i] is { } literal && !last.SequenceEqual(literal)))
                {
                    return false;
                }
            }

            // The root is no end of every path.
            return Segments.Length > 0 || TakeLast(ref path).IsEmpty;
        }

        public List<string> ValuesIn(ReadOnlySpan<byte> path)
        {
            var values = new List<string>();
            for (int i = Segments.Length - 1; i >= 0; i--)
            {
                var last = TakeLast(ref path);
                if (_literals[i] is null)
                {
                    values.Insert(0, Uri.UnescapeDataString(Encoding.UTF8.GetString(last)));
                }
            }

            return values;
        }

        // Empty segments count for nothing; what is left of the path ends before the one that was taken.
        private static ReadOnlySpan<byte> TakeLast(ref ReadOnlySpan<byte> path)
        {
            path = path.TrimEnd((byte)'/');
            int start = path.LastIndexOf((byte)'/') + 1;
            var last = path[start..];
            path = path[..start];
            return last;
        }
    }
}
