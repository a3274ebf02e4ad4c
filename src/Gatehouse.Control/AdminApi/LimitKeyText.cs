using System.Net;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Control.AdminApi;

/// <summary>Reads a key of <c>/rate-limits</c> as people write it: with names where counters have ids.</summary>
internal static class LimitKeyText
{
    private const int HashLength = 32;

    /// <summary>The key with ids for names, as <see cref="ILimitCounters"/> takes it; null when it is none.</summary>
    public static string? Read(string text, ConfigSet config, ILimitCounters counters)
    {
        if (text.Length == HashLength && text.All(char.IsAsciiHexDigit))
        {
            return text;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !counters.KeyKinds.Contains(text[..colon]))
        {
            return null;
        }

        string kind = text[..colon], value = text[(colon + 1)..];
        return kind switch
        {
            "ip" => IPAddress.TryParse(value, out _) ? text : null,
            "consumer" => With(kind, config.Consumers.FirstOrDefault(c => c.Username == value)?.Id, value),
            "consumer-group" => With(kind, config.ConsumerGroups.FirstOrDefault(g => g.Name == value)?.Id, value),
            "service" => With(kind, config.Services.FirstOrDefault(s => s.Name == value)?.Id, value),
            "route" => With(kind, config.Routes.FirstOrDefault(r => r.Name == value)?.Id, value),
            _ => text,
        };
    }

    /// <summary>What to say of a text that is no key.</summary>
    public static string Help(ILimitCounters counters)
        => $"a key is what a counter shows as key, or one of {string.Join(", ", counters.KeyKinds)}, a colon and a value, as in ip:10.0.0.1";

    private static string With(string kind, string? id, string value) => $"{kind}:{id ?? value}";
}
