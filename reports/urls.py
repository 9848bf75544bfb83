from django.urls import path

from institutions import converters  # noqa: F401  (registers <code:…>)
from reports.views import budget, dashboards, reporting

app_name = "reports"
urlpatterns = [
    path("", dashboards.overview, name="overview"),
    path("priority/<int:number>/", dashboards.priority, name="priority"),
    path("activity/<code:code>/", dashboards.activity, name="activity"),
    path("institutions/", dashboards.institutions, name="institutions"),
    path("institution/<code:code>/", dashboards.institution, name="institution"),
    path("reporting/", reporting.matrix, name="matrix"),
    path("about-the-data/", dashboards.about_data, name="about_data"),
    path("budget/", budget.budget, name="budget"),
    path("budget/excel/", budget.budget_excel, name="budget_excel"),
]
