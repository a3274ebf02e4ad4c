using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.BasicAuth;

/// <summary>Configuration of <c>basic-auth</c>.</summary>
internal sealed record BasicAuthConfig
{
    /// <summary>Whether the field is removed before the request goes on. Default false.</summary>
    public required bool HideCredentials { get; init; }

    /// <summary>Realm in WWW-Authenticate. Default service.</summary>
    public required string Realm { get; init; }

    public static BasicAuthConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new BasicAuthConfig
        {
            HideCredentials = reader.GetBool("hide_credentials", false),
            Realm = reader.GetString("realm", "service"),
        };
    }
}
