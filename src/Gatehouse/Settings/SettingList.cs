namespace Gatehouse.Settings;

/// <summary>Splits a text at commas as Kong does: blanks around elements do not count, <c>\,</c> is a comma within one.</summary>
internal static class SettingList
{
    public static IReadOnlyList<string> Split(string text)
    {
        var elements = new List<string>();
        var element = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == ',')
            {
                element.Append(',');
                i++;
            }
            else if (text[i] == ',')
            {
                Take(elements, element);
            }
            else
            {
                element.Append(text[i]);
            }
        }

        Take(elements, element);
        return elements;
    }

    private static void Take(List<string> elements, System.Text.StringBuilder element)
    {
        var text = element.ToString().Trim();
        element.Clear();
        if (text.Length > 0)
        {
            elements.Add(text);
        }
    }
}
