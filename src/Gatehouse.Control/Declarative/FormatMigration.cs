using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Brings paths of formats 1.1 and 2.1 to 3.0: there a path with a character outside the plain set was a regular expression
/// without any mark. Plain paths are put into normal form, the others get their <c>~</c>.
/// </summary>
internal static partial class FormatMigration
{
    private const string Reserved = "!#$%&'()*+,/:;=?@[]";
    private const string RegexMeta = ".^-{}\\|";

    /// <summary>Migrates the routes at the top and inside services, in place.</summary>
    public static void Apply(JsonObject root)
    {
        Routes(root["routes"]);
        foreach (var service in root["services"] as JsonArray ?? [])
        {
            Routes((service as JsonObject)?["routes"]);
        }
    }

    private static void Routes(JsonNode? routes)
    {
        foreach (var route in routes as JsonArray ?? [])
        {
            if ((route as JsonObject)?["paths"] is not JsonArray paths)
            {
                continue;
            }

            for (int i = 0; i < paths.Count; i++)
            {
                if (JsonScalars.AsString(paths[i]) is { } path)
                {
                    paths[i] = JsonValue.Create(Migrate(path));
                }
            }
        }
    }

    internal static string Migrate(string path)
        => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '~' or '/' or '%')
            ? RoutePath.Normalize(path)
            : "~" + (path.Contains('%') ? Triplet().Replace(path, Decode) : path);

    // Since 3.0 triplets in patterns are not decoded at match time, so it is done here once; what would become an operator is escaped.
    private static string Decode(Match triplet)
    {
        byte value = Convert.ToByte(triplet.ValueSpan[1..].ToString(), 16);
        char c = (char)value;
        if (Reserved.Contains(c) || value >= 0x80)
        {
            return triplet.Value.ToUpperInvariant();
        }

        return RegexMeta.Contains(c) ? $"\\{c}" : new StringBuilder(1).Append(c).ToString();
    }

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Triplet();
}
