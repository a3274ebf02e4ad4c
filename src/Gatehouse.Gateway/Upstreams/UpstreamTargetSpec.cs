using System.Globalization;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A target as configured, parsed.</summary>
/// <param name="Host">Name or address, without brackets.</param>
/// <param name="Port">1–65535.</param>
/// <param name="Weight">0–65535; 0 = never chosen.</param>
/// <param name="Priority">Priority group, 1 = first.</param>
/// <param name="Zone">Where it runs, null = not said.</param>
internal readonly record struct UpstreamTargetSpec(string Host, int Port, int Weight, int Priority = 1, string? Zone = null)
{
    /// <summary>Parses <c>host:port</c> (IPv6 in brackets). The configuration has been validated: anything else is a bug.</summary>
    public static UpstreamTargetSpec Parse(TargetConfig config)
    {
        int colon = config.Target.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(config.Target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            throw new FormatException($"target {config.Id}: '{config.Target}' is not host:port");
        }

        return new UpstreamTargetSpec(config.Target[..colon].Trim('[', ']'), port, config.Weight, TargetTags.PriorityOf(config.Tags), TargetTags.ZoneOf(config.Tags));
    }
}
