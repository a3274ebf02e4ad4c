using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Statuses 100–999, asked without a search.</summary>
internal sealed class StatusSet
{
    private readonly bool[] _has = new bool[1000];

    public StatusSet(JsonNode? list, params ReadOnlySpan<int> fallback)
    {
        if (list is JsonArray array)
        {
            foreach (var item in array)
            {
                _has[Math.Clamp(JsonScalars.AsInteger(item) ?? 0, 0, 999)] = true;
            }
        }
        else
        {
            foreach (int status in fallback)
            {
                _has[status] = true;
            }
        }
    }

    public bool Has(int status) => (uint)status < (uint)_has.Length && _has[status];
}
