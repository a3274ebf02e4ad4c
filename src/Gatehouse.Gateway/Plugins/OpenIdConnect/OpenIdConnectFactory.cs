using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Makes <c>openid-connect</c> instances.</summary>
internal sealed class OpenIdConnectFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "openid-connect",
        Priority = 1050,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead,
        AllowsConsumer = false,
        Config = OpenIdConnectSchema.Create(),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        var parsed = OpenIdConnectConfig.From(config);
        // A vault reference has a length only once it has been resolved.
        foreach (string secret in parsed.Session.Secrets)
        {
            if (Encoding.UTF8.GetByteCount(secret) < OpenIdConnectSchema.SecretBytes)
            {
                throw new PluginBuildException($"config.session_secret: must have at least {OpenIdConnectSchema.SecretBytes} bytes");
            }
        }

        if (parsed.AllowsHmac && Encoding.UTF8.GetByteCount(parsed.ClientSecret ?? "") < OpenIdConnectSchema.SecretBytes)
        {
            // A shorter one could be found from a single token.
            throw new PluginBuildException($"config.client_secret: must have at least {OpenIdConnectSchema.SecretBytes} bytes with enable_hs_signatures");
        }

        return new OpenIdConnectPlugin(parsed, AuthenticationOptions.From(config), context);
    }
}
