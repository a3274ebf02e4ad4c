using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.IpRestriction;

/// <summary>Makes <c>ip-restriction</c> instances.</summary>
internal sealed class IpRestrictionFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "ip-restriction",
        Priority = 990,
        Phases = PluginPhases.Access,
        Config = RecordSchema.Of(
            Field.ArrayOf("allow", CommonFields.IpOrCidr("element")) with
            {
                AllowsEmpty = true,
                Description = "Addresses and ranges that are let through; unset or empty lets all through that are not denied.",
            },
            Field.ArrayOf("deny", CommonFields.IpOrCidr("element")) with
            {
                AllowsEmpty = true,
                Description = "Addresses and ranges that are refused, also when they are allowed.",
            },
            Field.Number("status").Where(CheckStatus).Describe("Status of a refusal, 200 to 599; unset is 403."),
            Field.String("message").Describe("Message of a refusal; unset names the address."))
            .With(EntityChecks.AtLeastOneOf("allow", "deny")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new IpRestrictionPlugin(IpRestrictionConfig.From(config), IdentityServices.From(context).Node.Reports);

    private static string? CheckStatus(JsonNode value)
        => JsonScalars.AsInteger(value) is >= 200 and <= 599 ? null : "value should be a whole number between 200 and 599";
}
