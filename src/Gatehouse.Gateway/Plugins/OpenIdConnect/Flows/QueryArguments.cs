using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Parameters of a request's query, by name. One that comes twice has no value: nobody can say which is meant.</summary>
internal static class QueryArguments
{
    /// <summary>The value, or null when it is missing, repeated or no UTF-8.</summary>
    public static string? Get(Exchange exchange, ReadOnlySpan<byte> name)
    {
        var query = exchange.Request.Query;
        if (query.IsEmpty || QueryParameters.Find(query, name, new byte[query.Length], out var value) != ParameterMatch.One)
        {
            return null;
        }

        return System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : null;
    }

    /// <summary>Whether it is there at all.</summary>
    public static bool Has(Exchange exchange, ReadOnlySpan<byte> name)
    {
        var query = exchange.Request.Query;
        return !query.IsEmpty && QueryParameters.Find(query, name, new byte[query.Length], out _) != ParameterMatch.None;
    }
}
