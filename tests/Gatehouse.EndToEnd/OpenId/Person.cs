using System.Net;
using System.Text.RegularExpressions;

namespace Gatehouse.EndToEnd.OpenId;

/// <summary>Somebody in front of a browser without scripts: follows redirects, keeps cookies, fills in the provider's forms.</summary>
internal sealed partial class Person : IDisposable
{
    private readonly HttpClient _http;

    public Person()
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false });
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; }

    /// <summary>Asks once.</summary>
    public Task<HttpResponseMessage> GetAsync(Uri url) => _http.GetAsync(url);

    /// <summary>Goes to a page and through whatever stands before it; returns the last answer and where it came from.</summary>
    public async Task<(HttpStatusCode Status, string Body, Uri Url)> VisitAsync(Uri url, string name = "alice")
    {
        var response = await _http.GetAsync(url);
        for (int steps = 0; steps < 20; steps++)
        {
            string body = await response.Content.ReadAsStringAsync();
            if (response.Headers.Location is { } location)
            {
                url = new Uri(url, location);
                response.Dispose();
                response = await _http.GetAsync(url);
            }
            else if (Form().Match(body) is { Success: true } form)
            {
                var fields = Inputs().Matches(body).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
                fields["login"] = name;
                fields["password"] = "x";
                fields["logout"] = "yes";
                url = new Uri(url, form.Groups[1].Value);
                response.Dispose();
                response = await _http.PostAsync(url, new FormUrlEncodedContent(fields));
            }
            else
            {
                var status = response.StatusCode;
                response.Dispose();
                return (status, body, url);
            }
        }

        throw new InvalidOperationException("more steps than any log-in has, at " + url.GetLeftPart(UriPartial.Path));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Inputs();
}
