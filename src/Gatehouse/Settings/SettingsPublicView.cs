using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Settings;

/// <summary>
/// The effective settings for the Admin API's <c>GET /</c>, shaped as Kong shapes them. Secrets and what may hold one are
/// replaced; vault references are shown as written, never resolved.
/// </summary>
internal static class SettingsPublicView
{
    /// <summary>Kong's placeholder.</summary>
    private const string Hidden = "******";

    public static JsonObject Of(IReadOnlyDictionary<string, SettingEntry> entries, string prefix)
    {
        var view = new JsonObject();
        foreach (var definition in UsedSettings.All)
        {
            if (definition.AliasOf is not null)
            {
                continue;
            }

            var entry = entries.GetValueOrDefault(definition.Key);
            var isShown = !definition.IsSecret || entry is null;
            view[definition.Key] = isShown ? Value(definition, entry) : Hidden;
        }

        view["prefix"] = prefix;
        return view;
    }

    private static JsonNode? Value(SettingDefinition definition, SettingEntry? entry)
    {
        var text = entry?.Text ?? definition.Default;
        if (text is null)
        {
            return null;
        }

        switch (definition.Kind)
        {
            case SettingKind.Switch:
                return text is "on" or "true";
            case SettingKind.Integer:
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : text;
            case SettingKind.List or SettingKind.Listen:
                IReadOnlyList<string> elements = entry is { IsSequence: true } ? entry.Values : SettingList.Split(text);

                // An inline certificate may have been given together with its key.
                return new JsonArray([.. elements.Select(static e => (JsonNode?)(IsPrivate(e) ? Hidden : e))]);
            default:
                return IsPrivate(text) ? Hidden : text;
        }
    }

    private static bool IsPrivate(string text)
        => CertificateText.TryDecode(text, out var pem) && pem.Contains("PRIVATE KEY", StringComparison.Ordinal);
}
