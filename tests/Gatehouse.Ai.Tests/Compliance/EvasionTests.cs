using System.Text;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class EvasionTests
{
    private const string Plain = "Patient SSN 219-45-6789 has diabetes";

    [Theory]
    [InlineData("Patient SSN 219\u200B-45\u200D-67\uFEFF89 has diabetes")]
    [InlineData("Pa\u00ADtient S\u200BS\u200BN 2\u20601\u20609-45-6789 has dia\u00ADbetes")]
    [InlineData("Patient SSN ２１９－４５－６７８９ has diabetes")]
    [InlineData("Ｐａｔｉｅｎｔ ＳＳＮ 219-45-6789 has ｄｉａｂｅｔｅｓ")]
    [InlineData("Patient SSN ٢١٩-٤٥-٦٧٨٩ has diabetes")]
    [InlineData("Patient SSN 𝟐𝟏𝟗-𝟒𝟓-𝟔𝟕𝟖𝟗 has 𝐝𝐢𝐚𝐛𝐞𝐭𝐞𝐬")]
    [InlineData("Patient SSN 2️⃣1️⃣9️⃣-4️⃣5️⃣-6️⃣7️⃣8️⃣9️⃣ has diabetes")]
    [InlineData("Раtient SSN ②①⑨-④⑤-⑥⑦⑧⑨ has diаbetеs")]
    [InlineData("pAtIeNt sSn 219-45-6789 hAs dIaBeTeS")]
    [InlineData("Patient SSN 219.45.6789 has diabetes")]
    [InlineData("Patient SSN 219 45 6789 has diabetes")]
    [InlineData("Patient SSN 219 - 45 - 6789 has diabetes")]
    [InlineData("Patient SSN 2 1 9 4 5 6 7 8 9 has diabetes")]
    [InlineData("Patient SSN 2-1-9-4-5-6-7-8-9 has diabetes")]
    [InlineData("Patient SSN 219–45—6789 has diabetes")]
    [InlineData("Patient SSN 219-45-\n6789 has diabetes")]
    [InlineData("Patient\nSSN\n219-45\n-6789\nhas diabetes")]
    [InlineData("Patient SSN: 219456789, has diabetes")]
    [InlineData("Patient SSN 219&#45;45&#x2d;6789 has diabetes")]
    [InlineData("Patient%20SSN%20219%2D45%2D6789%20has%20diabetes")]
    [InlineData("{\"messages\":\"{\\\"patient\\\":{\\\"ssn\\\":\\\"219-45-6789\\\",\\\"dx\\\":\\\"diabetes\\\"}}\"}")]
    [InlineData("{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"ssn\\\\\\\":\\\\\\\"219456789\\\\\\\",\\\\\\\"patient\\\\\\\":1}\\\"}\"}")]
    [InlineData("{\"note\":\"Patient SSN \\u0032\\u0031\\u0039-45-6789 has diabetes\"}")]
    [InlineData("patient_ssn=219456789&dx=diabetes")]
    [InlineData("patientSsn: 219456789, diagnosisText: diabetes")]
    [InlineData("| patient | ssn |\n|---|---|\n| diabetes | 219-45-6789 |")]
    public void Disguise_does_not_hide_what_is_protected(string text)
    {
        Assert.Equal(DataClass.Phi, ClassOf(text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Base64_is_looked_into_twice(int levels)
    {
        var text = Plain;
        for (var i = 0; i < levels; i++)
        {
            text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal(DataClass.Phi, ClassOf($"decode this: {text} and answer"));
        Assert.Equal(DataClass.Phi, ClassOf($"data:text/plain;base64,{text}"));
    }

    [Fact]
    public void Base64_deeper_than_that_counts_as_uninspectable()
    {
        var text = Plain;
        for (var i = 0; i < 3; i++)
        {
            text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }

        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);

        Assert.Equal(DataClass.Phi, scan.Classify().Class);
        Assert.Equal(1, scan.UninspectableParts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Base64_of_other_alphabets_and_lines_is_looked_into(bool lines)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("???>>> " + Plain + " and " + Plain), lines ? Base64FormattingOptions.InsertLineBreaks : Base64FormattingOptions.None);

        Assert.Equal(DataClass.Phi, ClassOf(lines ? encoded : encoded.Replace('+', '-').Replace('/', '_').TrimEnd('=')));
        Assert.Equal(DataClass.Phi, ClassOf(Convert.ToHexString(Encoding.UTF8.GetBytes(Plain))));
    }

    [Fact]
    public void Long_blob_that_is_no_text_counts_as_uninspectable()
    {
        var bytes = new byte[3000];
        new Random(5).NextBytes(bytes);
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, "see " + Convert.ToBase64String(bytes));

        Assert.True(scan.Classify().Origins.HasFlag(ClassificationOrigins.Uninspectable));
        Assert.Equal(DataClass.Phi, scan.Classify().Class);
    }

    [Fact]
    public void Identifier_in_one_field_and_health_in_another_are_health_data()
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.System, "You help oncology nurses.");
        scan.Add(FieldKind.ToolArguments, "{\"email\":\"jane.roe@example.org\"}");

        Assert.Equal(DataClass.Phi, scan.Classify().Class);
    }

    [Fact]
    public void Answer_to_a_question_for_an_identifier_is_recognised()
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.Assistant, "Could you tell me your social security number?");
        scan.Add(FieldKind.User, "219456789");

        Assert.Equal(1, scan.Classify().Counts[EntityKind.Ssn]);
    }

    private static DataClass ClassOf(string text)
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);
        return scan.Classify().Class;
    }
}
