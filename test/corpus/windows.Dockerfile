# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
RUN Invoke-WebRequest https://example.com/setup.zip -OutFile C:\setup.zip; `
    Expand-Archive C:\setup.zip C:\app; `
    Remove-Item C:\setup.zip
WORKDIR C:\app
CMD ["app.exe", "--port", "80"]
