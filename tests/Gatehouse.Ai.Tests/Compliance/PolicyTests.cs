using System.Reflection;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Conversations;
using Gatehouse.Ai.Compliance.Scanning;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class PolicyTests
{
    private const string Phi = "Patient John Smith, SSN 219-45-6789, has diabetes";

    private static readonly Deployment PublicOne = new("public", DataClasses.BuiltIn.Admitted([DataClass.Internal]));
    private static readonly Deployment Vetted = new("vetted", DataClasses.BuiltIn.Admitted([DataClass.Pii]));
    private static readonly Deployment PrivateOne = new("private", DataClasses.BuiltIn.Admitted([DataClass.Phi]));

    [Theory]
    [InlineData("hello", "public,vetted,private")]
    [InlineData("my mail is jane.roe@example.org", "vetted,private")]
    [InlineData(Phi, "private")]
    public void Candidates_are_those_that_admit_the_class(string text, string expected)
    {
        var clearance = Scanned(Policies.Standard, text).Clearance!;

        Assert.Equal(expected, string.Join(',', clearance.Filter([PublicOne, Vetted, PrivateOne]).Select(d => d.Name)));
    }

    [Fact]
    public void Candidates_are_only_narrowed_and_reordered()
    {
        var all = Scanned(Policies.Standard, "hello").Clearance!.Filter([PublicOne, Vetted, PrivateOne]);

        Assert.Equal(["private", "public", "vetted"], all.OrderBy(d => d.Name).Select(d => d.Name));
        Assert.Equal(["vetted"], all.Where(d => d.Name[0] == 'v').Select(d => d.Name));
        Assert.Equal(["public", "private"], all.Except(Vetted).Select(d => d.Name));
        Assert.Empty(default(ClearedCandidates<Deployment>).Where(_ => true));
    }

    [Fact]
    public void Clearance_and_candidates_have_no_constructor_of_their_own()
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

        Assert.All(typeof(Clearance).GetConstructors(any), c => Assert.True(c.IsPrivate));
        Assert.All(typeof(ClearedCandidates<Deployment>).GetConstructors(any), c => Assert.True(c.IsPrivate));
        Assert.All(typeof(DataClassification).GetConstructors(any), c => Assert.True(c.IsPrivate));
    }

    [Fact]
    public void Refused_class_gives_no_clearance()
    {
        var decision = Scanned(Policies.With(("phi", PolicyAction.Refuse)), Phi);

        Assert.Null(decision.Clearance);
        Assert.Null(decision.Redactor);
        Assert.Equal(DataClass.Phi, decision.Refusal!.Class);
    }

    [Fact]
    public void What_is_declared_is_not_cured_by_redaction()
    {
        using var scan = new TextScanner(Policies.With(("phi", PolicyAction.Redact)), TimeProvider.System).Begin();
        scan.Declare(DataClass.Phi);
        scan.Add(FieldKind.User, Phi);
        var clearance = scan.Decide().Clearance!;

        Assert.Equal(["private"], clearance.Filter([PublicOne, Vetted, PrivateOne]).Select(d => d.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failure_and_uninspectable_parts_are_not_cured_by_redaction(bool failure)
    {
        using var scan = new TextScanner(Policies.Build(new CompliancePolicyConfig
        {
            Name = "p",
            MaxCharacters = 60,
            Actions = new Dictionary<string, PolicyAction> { ["pii"] = PolicyAction.Redact, ["phi"] = PolicyAction.Redact },
        }), TimeProvider.System).Begin();
        scan.Add(FieldKind.User, "my mail is jane.roe@example.org");
        if (failure)
        {
            scan.Add(FieldKind.User, new string('a', 60));
        }
        else
        {
            scan.AddUninspectable(UninspectableKind.Image);
        }

        // Behind the uninspectable part the recognised text still has to be rewritten, and may go to private deployments only.
        var decision = scan.Decide();
        decision.Redactor?.Redact(0, "my mail is jane.roe@example.org");
        var clearance = decision.Clearance ?? decision.Redactor!.Complete();
        Assert.Equal(["private"], clearance.Filter([PublicOne, Vetted, PrivateOne]).Select(d => d.Name));
    }

    [Fact]
    public void Own_classes_of_one_rank_are_compartments()
    {
        var errors = new List<string>();
        var classes = DataClasses.Build([("red", 400), ("blue", 400)], errors);
        Assert.Empty(errors);
        classes.TryGet("red", out var red);
        classes.TryGet("blue", out var blue);
        using var scan = new TextScanner(Policies.Build(new CompliancePolicyConfig { Name = "p" }, classes), TimeProvider.System).Begin();
        scan.Declare(blue!);
        scan.Add(FieldKind.User, Phi);

        var candidates = scan.Decide().Clearance!.Filter([new Deployment("red", classes.Admitted([red!])), new Deployment("blue", classes.Admitted([blue!])), PrivateOne]);
        Assert.Equal(["blue"], candidates.Select(d => d.Name));
    }

    [Fact]
    public void Mistakes_of_classes_and_policies_are_all_said()
    {
        var errors = new List<string>();
        DataClasses.Build([("phi", 1), ("a b", 1), ("x", 2000), ("y", 5), ("Y", 6)], errors);
        Assert.Equal(4, errors.Count);

        errors.Clear();
        Assert.Null(CompliancePolicy.Build(new CompliancePolicyConfig
        {
            Name = "",
            Threshold = 2,
            MaxCharacters = 0,
            MaxFields = 0,
            TimeBudget = TimeSpan.Zero,
            SecretClass = "nope",
            Actions = new Dictionary<string, PolicyAction> { ["nothing"] = PolicyAction.Refuse },
        }, DataClasses.BuiltIn, errors));
        Assert.Equal(7, errors.Count);
    }

    [Fact]
    public void Protected_clearance_lets_nothing_be_kept()
    {
        Assert.True(Scanned(Policies.Standard, Phi).Clearance!.IsProtected);
        Assert.False(Scanned(Policies.Standard, "hello").Clearance!.IsProtected);
        Assert.False(Scanned(Policies.Standard, Phi).Clearance!.Admits(PublicOne));
    }

    [Fact]
    public void Unredactable_class_of_an_earlier_turn_stays_unredactable()
    {
        using var scan = new TextScanner(Policies.With(("phi", PolicyAction.Redact)), TimeProvider.System).Begin();
        var phi = default(DataClassSet).With(DataClass.Phi);
        scan.Carry(new CarriedClasses(phi, phi));
        scan.Add(FieldKind.User, Phi);

        Assert.Equal(phi, scan.Decide().Clearance!.Required);
    }

    private static PolicyDecision Scanned(CompliancePolicy policy, string text)
    {
        using var scan = new TextScanner(policy, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);
        return scan.Decide();
    }

    private sealed record Deployment(string Name, DataClassSet AdmittedClasses) : IDataClassBound;
}
