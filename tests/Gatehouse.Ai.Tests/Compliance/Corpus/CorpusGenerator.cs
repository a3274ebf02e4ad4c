using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Tests.Compliance.Corpus;

/// <summary>
/// Fills templates: "{kind}" becomes a value of that kind and is labelled, "{-kind}" becomes one without a label (an invoice number). The same seed
/// gives the same corpus.
/// </summary>
internal static partial class CorpusGenerator
{
    public static IEnumerable<CorpusCase> Generate(IEnumerable<(DataClass Class, string Template)> templates, int perTemplate, int seed)
    {
        var values = new ValueGenerator(new Random(seed));
        foreach (var (dataClass, template) in templates)
        {
            for (var i = 0; i < perTemplate; i++)
            {
                yield return Fill(dataClass, template, values);
            }
        }
    }

    private static CorpusCase Fill(DataClass dataClass, string template, ValueGenerator values)
    {
        var text = new StringBuilder();
        var spans = new List<(EntityKind, int, int)>();
        var end = 0;
        foreach (Match marker in Marker().Matches(template))
        {
            text.Append(template, end, marker.Index - end);
            var (kind, value) = values.Next(marker.Groups["name"].Value);
            if (marker.Groups["plain"].Length == 0 && kind != EntityKind.None)
            {
                spans.Add((kind, text.Length, value.Length));
            }

            text.Append(value);
            end = marker.Index + marker.Length;
        }

        return new CorpusCase(text.Append(template, end, template.Length - end).ToString(), dataClass, spans);
    }

    // Braces of JSON are no markers.
    [GeneratedRegex(@"\{(?<plain>-?)(?<name>[a-z0-9]+)\}")]
    private static partial Regex Marker();
}
