using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Identity;

/// <summary>What every authentication plugin can be told.</summary>
internal sealed record AuthenticationOptions
{
    /// <summary>Consumer for requests that nobody can be found for, by user name or id; null = they are refused.</summary>
    public string? Anonymous { get; init; }

    /// <summary>Whether OPTIONS requests are authenticated. Default true.</summary>
    public bool RunsOnPreflight { get; init; } = true;

    /// <summary>Names under which the credential arrives, to be hidden in logs; null = only what logs hide anyway.</summary>
    public Core.Http.SecretNames? SecretNames { get; init; }

    /// <summary>Reads <c>anonymous</c> and <c>run_on_preflight</c>.</summary>
    public static AuthenticationOptions From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new AuthenticationOptions
        {
            Anonymous = reader.GetString("anonymous"),
            RunsOnPreflight = reader.GetBool("run_on_preflight", true),
        };
    }
}
