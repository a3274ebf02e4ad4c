using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Tests.Compliance.Corpus;
using Gatehouse.TestKit.Figures;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Ai.Tests.Compliance;

public class CorpusTests(ITestOutputHelper output)
{
    private const int Seed = 20260901;
    private const int PerTemplate = 40;

    private static readonly DataClass[] Classes = [DataClass.Phi, DataClass.Pii, DataClass.Internal];

    [Fact]
    public void Evaluation_half_is_classified_with_high_recall_and_honest_precision()
    {
        var figures = Measure("evaluation", EvaluationTemplates.All, Seed);

        Assert.True(figures["phi"].Recall >= 0.98, figures["phi"].ToString());
        Assert.True(figures["pii"].Recall >= 0.95, figures["pii"].ToString());
        Assert.True(figures["internal"].Recall >= 0.98, figures["internal"].ToString());
        Assert.True(figures["phi"].Precision >= 0.95, figures["phi"].ToString());
        Assert.True(figures["pii"].Precision >= 0.93, figures["pii"].ToString());
        Assert.True(figures["spans"].Recall >= 0.95, figures["spans"].ToString());
    }

    [Fact]
    public void Tuning_half_is_classified_without_a_miss()
    {
        var figures = Measure("tuning", TuningTemplates.All, Seed + 1);

        Assert.True(figures["phi"].Recall >= 0.99, figures["phi"].ToString());
        Assert.True(figures["pii"].Recall >= 0.99, figures["pii"].ToString());
    }

    [Fact]
    public void Corpus_halves_share_no_template() =>
        Assert.Empty(TuningTemplates.All.Select(t => t.Template).Intersect(EvaluationTemplates.All.Select(t => t.Template)));

    [Fact]
    public void Corpus_is_the_same_for_the_same_seed() =>
        Assert.Equal(CorpusGenerator.Generate(TuningTemplates.All, 2, 7).Select(c => c.Text), CorpusGenerator.Generate(TuningTemplates.All, 2, 7).Select(c => c.Text));

    private Dictionary<string, ClassFigures> Measure(string half, (DataClass Class, string Template)[] templates, int seed)
    {
        var scanner = new TextScanner(Policies.Standard, TimeProvider.System);
        var figures = Classes.ToDictionary(c => c.Name, c => new ClassFigures(c.Name));
        var spans = figures["spans"] = new ClassFigures("spans");
        var kinds = new SortedDictionary<string, ClassFigures>();
        var wrong = new Dictionary<string, int>();
        var index = 0;
        foreach (var sample in CorpusGenerator.Generate(templates, PerTemplate, seed))
        {
            using var scan = scanner.Begin();
            scan.Add(FieldKind.User, sample.Text);
            var found = scan.Classify().Class;
            var template = templates[index++ / PerTemplate].Template;
            if (found != sample.Class)
            {
                var key = $"{sample.Class} as {found}: {template}";
                wrong[key] = wrong.GetValueOrDefault(key) + 1;
            }

            foreach (var dataClass in Classes)
            {
                Count(figures[dataClass.Name], sample.Class == dataClass, found == dataClass);
            }

            foreach (var (kind, start, length) in sample.Spans)
            {
                // Redaction must leave nothing of it: every character under some hit.
                var covered = Enumerable.Range(start, length).All(p => !char.IsLetterOrDigit(sample.Text[p]) || scan.Detections.Any(d => d.Start <= p && p < d.End));
                var label = EntityCounts.Label(kind);
                var ofKind = kinds.TryGetValue(label, out var known) ? known : kinds[label] = new ClassFigures(label);
                Count(ofKind, true, covered);
                Count(spans, true, covered);
                if (!covered)
                {
                    var key = $"{label} not covered: {template}";
                    wrong[key] = wrong.GetValueOrDefault(key) + 1;
                }
            }
        }

        string[] lines =
        [
            $"compliance corpus, {half} half, seed {seed}, {index} requests:", .. figures.Values.Select(f => f.ToString()),
            "spans covered, by kind:", .. kinds.Values.Select(k => k.ToString()),
            .. wrong.Select(w => $"wrong {w.Value,4} x {w.Key.ReplaceLineEndings(" ")}"),
        ];
        ReportFile.Add(lines);
        foreach (var line in lines)
        {
            output.WriteLine(line);
            Console.WriteLine(line);
        }

        return figures;
    }

    private static void Count(ClassFigures figures, bool isTrue, bool found)
    {
        figures.Hits += isTrue && found ? 1 : 0;
        figures.Misses += isTrue && !found ? 1 : 0;
        figures.FalseAlarms += !isTrue && found ? 1 : 0;
    }
}
